/** The words that tell whether a question wants to know something or orders it done. */

/** A question that has one of these before any word of `changeWords` wants to know something. */
export const readWords: ReadonlySet<string> = new Set(
  `what which who whose whom when where why how show see list get read look find view fetch download pull retrieve
  browse display lookup count know inspect`.split(/\s+/),
);
/** These ask only at the very start of a question. */
export const askingStarts: ReadonlySet<string> = new Set(
  'is are was were did does do has have can'.split(' '),
);
/** Words that order something done. */
export const changeWords: ReadonlySet<string> = new Set(
  `accept activate add adjust allocate allow amend annotate answer append apply approve archive assign attach
  authenticate backfill ban begin block bring cancel change clean cleanse clear close combine comment complete
  conclude continue copy correct create decide decline dedupe deduplicate define delegate delete deny deploy
  detach dismiss edit elevate email enroll enter erase escalate evaluate execute exempt extend file fill
  finish fix flag free freeze give hand hide hold import inform insert jot kick kyb kyc launch leave let link
  load lock log mail make mark merge migrate modify monitor move new note notify onboard onboarding overwrite
  pass patch pause perform post proceed process promote provide publish push put raise reassign recheck record
  recover redo register reject release remark remove rename replace report rerun rescore rescreen resolve
  restore resubmit resume retire retry review reverse revise revoke rework roll route run save score screen screening
  select send set settle share shelve sign signal stage start stop store submit supply swap take tell throw
  tidy transfer trigger trust unarchive unassign unblock undo unfreeze unlink update upgrade upload
  verification verify whitelist wipe wrap write`.split(/\s+/),
);
