/** Forms of values that bodies of several families have in common. */
import * as z from 'zod';

/** ISO 8601 with a zone. */
export const dateTime = z.iso.datetime({ offset: true });
