/**
 * What clients are shown of the registry: name, title, description, schema and hints of each tool. The build puts
 * the value of this module into the bundle, so that a start neither loads zod schemas nor converts them.
 */
import { toolsets } from '../tools/index.ts';
import { buildCatalog } from './registry/listing.ts';

export const catalog = buildCatalog(toolsets);
