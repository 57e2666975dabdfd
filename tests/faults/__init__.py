"""The faults that delivery must survive, each with its tests: a stranger's way in, and kept true by test_list.py.

What is promised: no committed reminder is lost; a copy leaves only between the server's acceptance and our commit, and
equals the first to the byte; nothing is sent for a deadline that is settled or has moved; an outage is followed by one
message. Beside the single faults, `make soak` mixes them for any number of days (tests/soak), and a Hypothesis state
machine looks for orders of events that nobody thought of (machine.py).
"""

FAULTS = {
    "kill -9 at every phase": [
        "faults/test_processes.py::test_killed_before_within_and_after_a_mail_nobody_is_missed",
        "faults/test_processes.py::test_killed_at_any_moment_of_a_round_nobody_is_missed",
    ],
    "a sender that marks before it sends is caught by these kills": [
        "faults/test_processes.py::test_the_same_kills_catch_a_sender_that_marks_before_it_sends",
        "faults/test_soak.py::test_the_account_finds_a_sender_out_that_marks_before_it_sends",
    ],
    "the account of many days, which owes the word of an end that stands and of no other": [
        "faults/test_soak.py::test_of_an_end_that_was_taken_back_before_its_letter_left_nobody_is_owed_a_word",
        "faults/test_soak.py::test_a_word_of_an_end_that_stands_is_owed",
    ],
    "two planners and two senders at once": [
        "faults/test_processes.py::test_two_planners_and_two_senders_at_once_tell_everyone_once",
    ],
    "SIGSTOP past the lease": [
        "faults/test_processes.py::test_a_sender_stopped_past_its_lease_is_fenced_when_it_wakes",
    ],
    "a mail server that hangs before the greeting, says 4xx at RCPT or DATA, hangs or drops after DATA": [
        "faults/test_mail_server.py::test_once_the_server_is_well_again_everybody_is_told",
        "faults/test_mail_server.py::test_a_recipient_who_is_refused_for_now_holds_nobody_back",
        "faults/test_mail_server.py::test_a_server_that_never_says_whether_it_took_a_mail_gets_three_at_most",
    ],
    "a mail server that drips a byte now and then, in whatever phase, also in TLS": [
        "notifications/test_slow_answers.py::test_a_server_that_drips_is_given_up_in_whatever_phase",
        "notifications/test_slow_answers.py::test_a_handshake_that_drips_is_given_up",
        "faults/test_mail_server.py::test_a_server_that_drips_is_left_alone_after_three_and_the_round_ends",
    ],
    "a mail server that is slow, while a step is met, moved or all sending held": [
        "faults/test_slow_server.py::test_what_is_met_while_the_server_thinks_does_not_leave",
        "faults/test_slow_server.py::test_whoever_has_answered_or_asked_for_no_more_meanwhile_gets_none",
        "faults/test_slow_server.py::test_a_date_that_moves_while_the_server_thinks_is_not_told_as_it_was",
        "faults/test_slow_server.py::test_what_is_met_while_the_sender_itself_pauses_does_not_leave",
        "faults/test_slow_server.py::test_a_hold_while_the_server_thinks_puts_the_mail_back",
        "faults/test_slow_server.py::test_a_slow_server_gets_all_that_is_still_so_over_one_connection",
    ],
    "5xx at AUTH": ["faults/test_mail_server.py::test_a_login_that_fails_is_the_servers_fault_and_nobody_is_given_up"],
    "5xx at RCPT; a poison recipient among good ones": [
        "faults/test_mail_server.py::test_a_poison_recipient_among_good_ones_is_dead_alone",
    ],
    "acts at once: deadlocks, rows that have changed, locks": [
        "faults/test_acts_at_once.py::test_an_act_beside_itself_and_beside_one_that_moves_all_ends_in_success_or_a_refusal",
        "faults/test_acts_at_once.py::test_every_pair_of_acts_ends_in_success_or_a_refusal",
        "faults/test_acts_at_once.py::test_each_act_beside_a_round_ends_in_success_or_a_refusal",
        "faults/test_acts_at_once.py::test_many_acts_at_once_are_all_done",
    ],
    "a session that holds the record and says no more": [
        "faults/test_held_row.py::test_what_a_stranger_holds_is_refused_in_one_sentence_and_done_once_it_is_free",
        "faults/test_held_row.py::test_doctor_names_the_session_in_the_way_and_its_remedy_frees_the_record",
        "faults/test_held_row.py::test_a_wait_that_outlasts_one_limit_is_begun_again",
        "faults/test_held_row.py::test_a_wait_of_three_limits_is_refused_and_nothing_is_done",
        "faults/test_held_row.py::test_readers_of_a_file_wait_for_no_writer",
        "faults/test_held_row.py::test_doctor_names_the_process_that_holds_a_file",
        "faults/test_held_row.py::test_the_servers_limits_are_those_of_the_engine_and_the_addresss_own_outrank_them",
    ],
    "SIGSTOP inside a transaction": [
        "faults/test_held_row.py::test_a_sender_stopped_inside_a_transaction_is_ended_by_the_server_and_the_others_go_on",
        "faults/test_soak.py::test_days_of_chaos_keep_every_promise",
    ],
    "disk full": [
        "faults/test_database.py::test_a_full_disk_stops_the_round_and_loses_nothing",
        "faults/test_database.py::test_a_disk_that_fills_before_the_finish_delays_it_and_nobody_is_told_twice",
    ],
    "a full disk at every door": [
        "cli/test_faults.py::test_a_full_disk_stops_what_writes_and_leaves_the_store_as_it_was",
    ],
    "a file that is damaged, cut off, or a folder": [
        "cli/test_faults.py::test_a_file_whose_head_is_damaged",
        "cli/test_faults.py::test_pages_in_the_middle_that_are_damaged",
        "cli/test_faults.py::test_the_journal_is_not_called_whole_where_rows_are_gone",
        "cli/test_faults.py::test_the_journal_is_not_called_whole_over_a_damaged_page",
        "cli/test_faults.py::test_a_store_whose_own_row_is_gone",
        "cli/test_faults.py::test_a_file_that_was_cut_off",
        "cli/test_faults.py::test_a_folder_where_the_file_should_be",
        "cli/test_faults.py::test_a_file_where_the_data_folder_should_be",
        "cli/test_faults.py::test_a_folder_that_is_not_there",
        "flows/test_rounds.py::test_a_store_that_is_damaged_is_refused_in_its_sentence",
    ],
    "damage that nobody has met yet": [
        "faults/test_damage.py::test_a_damaged_page_is_found_wherever_it_is",
        "faults/test_damage.py::test_a_row_whose_owner_is_gone_is_no_whole_copy",
        "faults/test_damage.py::test_a_damaged_page_of_postgresql_is_found_and_not_dumped",
    ],
    "a backup that its disk cannot hold": [
        "faults/test_damage.py::test_a_copy_that_its_disk_cannot_hold_names_that_disk",
        "faults/test_damage.py::test_a_copy_leaves_nothing_beside_it",
    ],
    "no permission, or to read only": [
        "cli/test_faults.py::test_a_file_and_a_folder_that_this_user_may_not_touch",
        "cli/test_faults.py::test_a_file_that_may_only_be_read_is_read_and_not_written",
        "cli/test_server_faults.py::test_a_user_who_may_only_read",
    ],
    "a database that is down, unknown, or wants another password": [
        "cli/test_server_faults.py::test_a_server_that_is_down_and_no_password_in_its_sentence",
        "cli/test_server_faults.py::test_a_database_and_a_user_that_the_server_does_not_know",
        "cli/test_server_faults.py::test_a_password_that_is_wrong",
        "cli/test_server_faults.py::test_an_address_that_names_no_database",
    ],
    "database locked for 18 s": [
        "faults/test_database.py::test_a_database_locked_before_the_finish_delays_it_and_nobody_is_told_twice",
        "faults/test_database.py::test_a_database_locked_before_the_plan_loses_nothing",
        "faults/test_database.py::test_a_file_that_is_locked_longer_than_anybody_waits_is_a_sentence_and_the_web_begins",
    ],
    "PostgreSQL restarted in the middle of a batch": [
        "faults/test_database.py::test_postgresql_restarted_in_the_middle_of_a_batch",
    ],
    "a connection that ends, or falls silent, between two uses": [
        "faults/test_database.py::test_a_connection_that_the_server_ends_right_after_its_use_is_replaced",
        "faults/test_database.py::test_a_connection_that_fell_silent_while_nobody_used_it_is_replaced",
        "faults/test_database.py::test_a_connection_that_lives_is_used_again",
    ],
    "clock ten days wrong": [
        "faults/test_clock.py::test_a_clock_ten_days_wrong_holds_everything_and_once_right_tells_everybody_once",
        "delivery/test_officer_holds.py::test_a_clock_that_jumps_in_the_middle_of_a_round_stops_it_before_the_next_claim",
    ],
    "DST gap and overlap": [
        "faults/test_clock.py::test_a_close_beside_or_in_such_an_hour_is_no_news_each_time_that_it_is_looked_at",
        "faults/test_clock.py::test_a_night_on_which_the_clock_changes",
        "faults/test_clock.py::test_an_hour_that_does_not_exist_is_refused_with_those_around_it",
        "faults/test_clock.py::test_an_hour_that_is_repeated_closes_the_second_time",
    ],
    "five missed ticks": [
        "faults/test_clock.py::test_five_missed_ticks_run_at_once_and_out_of_order_tell_everybody_once",
    ],
    "a date that changes while its announcement or its invitation waits": [
        "reminders/test_told_dates.py::test_a_date_that_changes_before_its_announcement_leaves_is_told_as_it_now_is",
        "reminders/test_told_dates.py::test_a_date_that_changes_and_is_not_issued_is_told_as_it_was_issued",
        "reminders/test_told_dates.py::test_a_date_that_changes_after_its_letter_was_written_is_not_in_it",
        "reminders/test_told_dates.py::test_an_invitation_that_waits_is_sent_anew_with_the_date_that_was_agreed",
    ],
    "an outage of days": ["reminders/test_reminders.py::test_after_ten_days_of_silence_one_message_for_each_open_step"],
    "met while queued": ["faults/test_edits.py::test_met_while_queued"],
    "met while sending": [
        "faults/test_edits.py::test_met_while_its_batch_is_being_sent",
        "faults/test_edits.py::test_met_while_nobody_knows_whether_it_arrived_sends_no_copy",
        "faults/test_edits.py::test_an_edit_takes_back_what_was_never_answered_at_once",
        "faults/test_edits.py::test_what_may_have_arrived_and_is_tried_again_keeps_what_it_told",
        "faults/test_edits.py::test_what_was_never_answered_sends_no_copy_once_a_later_rung_is_told",
    ],
    "date moved while sending and after it": [
        "faults/test_edits.py::test_moved_while_its_batch_is_being_sent",
        "faults/test_edits.py::test_moved_after_sending_is_told_once_and_names_the_date_it_replaces",
        "faults/test_edits.py::test_moved_and_moved_back_is_not_told",
        "faults/test_edits.py::test_moved_back_while_the_change_waits_is_not_told",
    ],
    "an act under way while a round begins": [
        "faults/test_edits.py::test_a_round_that_begins_while_an_act_is_under_way_plans_what_it_left",
        "faults/test_edits.py::test_a_change_during_which_a_round_begins_is_what_members_are_told",
    ],
    "a cycle that ends while its letters wait": ["faults/test_edits.py::test_an_ended_cycle_sends_nothing_more"],
    "backup under writes": ["delivery/test_copies.py::test_a_copy_is_whole_though_others_write_all_the_while"],
    "restore without re-sending": [
        "faults/test_restore.py::test_a_backup_made_while_a_sender_works_is_put_back_and_re_sends_nothing",
    ],
    "CR, LF and NUL in titles and names": [
        "faults/test_control_characters.py::test_a_title_with_line_breaks_stays_on_the_line_of_the_subject",
        "faults/test_control_characters.py::test_a_name_with_line_breaks_stays_in_its_letter",
        "faults/test_control_characters.py::test_a_nul_is_refused_in_one_sentence_and_nothing_is_stored",
    ],
    "all of them, mixed": [
        "faults/test_soak.py::test_days_of_chaos_keep_every_promise",
        "faults/test_machine.py::test_the_promises_hold_on_sqlite",
        "faults/test_machine.py::test_the_promises_hold_on_postgresql",
        "faults/test_machine.py::test_the_machine_finds_a_row_that_counts_as_told_though_its_letter_lost_it",
        "faults/test_machine.py::test_what_an_officer_presumed_sent_counts_as_told_though_no_server_had_taken_it",
    ],
    "a row that cannot be reckoned: a year that slipped, a rule, a ladder or a zone that nobody can read": [
        "faults/test_odd_rows.py::test_everybody_else_is_told_and_each_row_is_a_task_under_its_name",
        "faults/test_odd_rows.py::test_once_the_day_is_agreed_anew_its_people_are_told_and_the_task_is_gone",
        "faults/test_odd_rows.py::test_what_was_put_right_by_hand_is_found_within_a_day",
        "faults/test_odd_rows.py::test_what_waits_of_an_odd_row_does_not_leave_and_no_news_of_it_either",
        "faults/test_odd_rows.py::test_every_reading_answers",
        "faults/test_odd_rows.py::test_feeds_and_pages_show_the_others",
        "faults/test_odd_rows.py::test_a_walk_draws_the_cycle_and_says_why_a_step_has_no_date",
        "faults/test_odd_rows.py::test_an_anchor_that_slipped_is_put_right_by_moving_it",
        "faults/test_by_hand.py::test_every_table_by_hand",
        "faults/test_by_hand.py::test_each_promise_by_hand_is_a_task_and_the_step_beside_it_is_told",
        "faults/test_by_hand.py::test_an_instant_just_before_the_next_second_is_no_odd_one",
    ],
}
