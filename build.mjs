// @ts-check
/**
 * Bundles the program into dist/: one entry that starts fast, chunks for what is loaded later, and the library for
 * code that imports the package. Nothing has to be installed beside the package to run it.
 *
 * `--if-changed` builds only when a source is newer than what lies in dist/. `--watch` goes on building, whenever a
 * source changes; it leaves the library's declarations as they were at its start. `--profile FOLDER` puts the same
 * program there, with source maps and without what is only shipped.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { build, context } from 'esbuild';

/** @import { BuildOptions, Metafile, Plugin } from 'esbuild' */
/** @import { CatalogEntry } from './src/registry/listing.ts' */

const root = path.dirname(fileURLToPath(import.meta.url));
const {
  profile,
  watch,
  'if-changed': ifChanged,
} = parseArgs({
  options: { profile: { type: 'string' }, watch: { type: 'boolean' }, 'if-changed': { type: 'boolean' } },
}).values;
const dist = path.resolve(profile ?? path.join(root, 'dist'));
/** @satisfies {BuildOptions} */
const shared = /** @type {const} */ ({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Node 20 knows them; without this each look with one would make its expression anew.
  supported: { 'regexp-unicode-property-escapes': true },
  logLevel: 'warning',
});
/** CommonJS dependencies inside the bundle ask for node's own modules by `require`. */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Whose change asks for a new build; of folders a file that came or went changes the time. */
const sources = ['src', 'tools', 'build.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'];
/** What is started: a few lines that load the program. */
const start = path.join(dist, 'main.js');
const declarations = path.join(dist, 'library.d.ts');

async function isUpToDate() {
  /** @param {string} file */
  const readTime = async (file) => (await stat(file)).mtimeMs;
  // Written last: where it is missing, the last build has not ended.
  const built = await readTime(declarations)
    .then(() => readTime(start))
    .catch(() => 0);
  const below = await Promise.all(
    sources.slice(0, 2).map(async (folder) => {
      const names = await readdir(path.join(root, folder), { recursive: true });
      return names.map((name) => path.join(folder, name));
    }),
  );
  const times = await Promise.all(
    [...sources, ...below.flat()].map((file) => readTime(path.join(root, file))),
  );
  return Math.max(...times) <= built;
}

/**
 * The catalog is computed here, so that a start need not build and convert 138 zod schemas.
 * @returns {Promise<{ readonly catalog: readonly CatalogEntry[], readonly inputs: string[] }>}
 */
async function computeCatalog() {
  const file = path.join(dist, 'catalog.build.mjs');
  const { metafile } = await build({
    ...shared,
    entryPoints: ['src/catalog.ts'],
    outfile: file,
    metafile: true,
    banner: { js: requireBanner },
  });
  // Node keeps modules by their address; while watching, each has to be another.
  const { catalog } = await import(`${pathToFileURL(file).href}?${Date.now()}`);
  await rm(file);
  return { catalog, inputs: Object.keys(metafile.inputs).map((input) => path.join(root, input)) };
}

/** @type {Plugin} */
const plugin = {
  name: 'alloy-mcp',
  setup({ onLoad, onResolve, onStart, onEnd }) {
    let startedAt = new Date();
    onStart(() => {
      startedAt = new Date();
    });
    onLoad({ filter: /[/\\]src[/\\]catalog\.ts$/ }, async () => {
      const { catalog, inputs } = await computeCatalog();
      return {
        // JSON.parse of a text starts faster than the same value as code.
        contents: `export const catalog = JSON.parse(${JSON.stringify(JSON.stringify(catalog))});`,
        loader: 'js',
        watchFiles: inputs,
      };
    });
    // The SDK's default validator of JSON Schema is a quarter of a megabyte that every start would evaluate.
    onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: path.join(root, 'src', 'mcp', 'sdk-shims.ts'),
    }));
    onEnd(async ({ errors, metafile }) => {
      if (errors.length > 0 || metafile === undefined || profile !== undefined) return;
      await writeLicenses(metafile);
      await chmod(start, 0o755);
      // What was edited while the build ran is newer than the build.
      await utimes(start, startedAt, startedAt);
      if (watch === true) console.log(`built in ${Date.now() - startedAt.getTime()} ms`);
    });
  },
};

/**
 * What is read of a package's package.json.
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} [license]
 * @property {string | { readonly url?: string }} [repository]
 * @property {string} [homepage]
 */

/**
 * Where the source of a package is; MPL-2.0 asks to tell.
 * @param {Package['repository']} repository
 */
function formatSource(repository) {
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (url === undefined) return undefined;
  const address = /^[\w.-]+\/[\w.-]+$/.test(url) ? `https://github.com/${url}` : url;
  return address
    .replace(/^git\+/, '')
    .replace(/^(?:git|ssh):\/\/(?:git@)?/, 'https://')
    .replace(/\.git$/, '');
}

/**
 * The licences of everything that is inside the bundle, as they ask for; `npm run audit:deps` reads them.
 * @param {Metafile} metafile
 */
async function writeLicenses(metafile) {
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap(
      (input) => /^(.*node_modules\/(?:@[^/]{1,200}\/)?[^/]{1,200})\//.exec(input)?.[1] ?? [],
    ),
  );
  const texts = await Promise.all(
    [...packages].sort().map(async (folder) => {
      const description = await readFile(path.join(root, folder, 'package.json'), 'utf8');
      /** @type {Package} */
      const { name, version, license, repository, homepage } = JSON.parse(description);
      const files = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'License'];
      const found = await Promise.all(
        files.map((file) => readFile(path.join(root, folder, file), 'utf8').catch(() => undefined)),
      );
      return `${name} ${version} (${license})\n${formatSource(repository) ?? homepage}\n\n${found.find((text) => text !== undefined)?.trim() ?? 'See its package.'}\n`;
    }),
  );
  await writeFile(path.join(dist, 'THIRD_PARTY_LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The declarations of the library; it is written so that its own file says everything. */
async function writeTypes() {
  const folder = path.join(dist, 'types');
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['--project', 'tsconfig.build.json', '--outDir', folder];
  await promisify(execFile)(process.execPath, [tsc, ...flags], { cwd: root });
  const text = await readFile(path.join(folder, 'src', 'library.d.ts'), 'utf8');
  if (/^import /m.test(text))
    throw new Error('library.d.ts imports other files; its types have to stand alone');
  await rm(folder, { recursive: true });
  await writeFile(declarations, text);
}

/** The file that old Nodes have to parse, so that it has neither the banner nor a static import of a chunk. */
async function buildStart() {
  await build({
    ...shared,
    entryPoints: ['src/start.ts'],
    outfile: start,
    // The newest syntax that is left as it is, and that Node 10 parses; it lacks none that esbuild would write itself.
    target: 'es2017',
    minify: true,
    plugins: [
      {
        name: 'program',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './program.js', external: true }));
        },
      },
    ],
  });
}

if (ifChanged === true && (await isUpToDate())) process.exit();

/** @type {BuildOptions} */
const options = {
  ...shared,
  entryPoints: { program: 'src/main.ts', library: 'src/library.ts' },
  outdir: dist,
  splitting: true,
  minify: true,
  keepNames: false,
  metafile: true,
  sourcemap: profile === undefined ? false : 'external',
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: requireBanner },
  plugins: [plugin],
};
// A folder of somebody else's is not emptied.
if (profile === undefined) await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await buildStart();
if (watch === true) await (await context(options)).watch();
else await build(options);
if (profile === undefined) await writeTypes();
