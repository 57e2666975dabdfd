"""`make mutants`: small changes of planning/, made by mutmut, and which of them no test of it notices."""
