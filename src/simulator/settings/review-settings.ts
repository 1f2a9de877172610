/** What reviewers of the demo account may choose from. Alloy's accounts set both up in their settings. */

export const reviewOutcomes = ['Approved', 'Denied'] as const;

export const reviewReasons = [
  'Documents verified',
  'Identity confirmed by phone',
  'Watchlist match cleared',
  'Watchlist match confirmed',
  'No fraud found',
  'Suspected fraud',
  'Other',
] as const;
