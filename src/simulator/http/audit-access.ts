/**
 * Partial audit access: which parent organizations may look at a record of their child. The header is the new set as a
 * whole, so whom it leaves out loses access.
 * Source: https://developer.alloy.com/public/reference/patch_evaluations-evaluation-token-auditaccess
 */
import type { Context } from 'hono';
import { headerError } from '../errors.ts';
import type { Env } from './env.ts';

/** Parents of the demo account; one with full access needs no grant and takes none. */
export const parentOrganizations = [
  { slug: 'parent-bank', access: 'partial_audit' },
  { slug: 'sponsor-bank', access: 'partial_audit' },
  { slug: 'holding-company', access: 'full' },
] as const;

/**
 * 400 / 4001 when the header is missing or names anyone else: Alloy only says that it must be sent. One that is empty
 * takes access from all, as nothing else could.
 */
export function parseAuditAccountSlugs(context: Context<Env>): string[] {
  const header = context.req.header('alloy-audit-account-slugs');
  if (header === undefined) throw headerError('alloy-audit-account-slugs is required');
  const slugs = header
    .split(',')
    .map((slug) => slug.trim())
    .filter((slug) => slug !== '');
  const known = parentOrganizations
    .filter(({ access }) => access === 'partial_audit')
    .map(({ slug }) => slug);
  const unknown = slugs.filter((slug) => !known.some((each) => each === slug));
  if (unknown.length > 0)
    throw headerError(
      `alloy-audit-account-slugs takes parents with partial audit access: ${known.join(', ')}; not ${unknown.join(', ')}`,
    );
  return [...new Set(slugs)];
}
