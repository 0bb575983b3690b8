/** The days of the demo's story, counted back from the city's last day: each step happens on a day on which it could. */

/** The titles are on record, the flags on them are raised. */
export const TITLES_DAYS_AGO = 105;
/** The round whose time to put things right (30 working days) has passed by today. */
export const FIRST_ROUND_DAYS_AGO = 100;
export const REEVALUATED_DAYS_AGO = 40;
export const PROPOSED_DAYS_AGO = 36;
export const NOTIFIED_DAYS_AGO = 33;
/** After the time in which the unit may speak (5 working days). */
export const HEARD_DAYS_AGO = 20;
export const DECIDED_DAYS_AGO = 3;
