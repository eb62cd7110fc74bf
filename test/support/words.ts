/** Texts of alerts, as the team reads them. */
export const SET_UP = 'info New Deployment detected, initialization completed.';
export const BEGINS = 'info New revision detected, progressing canary analysis.';
export const PROMOTED = 'info Canary analysis completed successfully, promotion finished.';
export const BACK = 'info The target is back at the promoted revision, nothing to analyse.';
export const FAILED = 'error Failed checks threshold reached 2';
export const ASKED_BACK = 'warn Rolling back manual webhook invoked';

/** Reasons of the Events of a run whose gates are open, from the first to the last. */
export const WHOLE_RUN = [
  ...['CheckPassed', 'NewRevision', 'AnalysisStarted', 'Advanced'],
  ...['Promoting', 'TrafficReturned', 'Promoted'],
];
