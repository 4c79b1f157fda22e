import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Imported before a program: writes the address of every module that it loads to the file in `LOADED_MODULES`. */

const loaded = new Set<string>();

registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});

process.on('exit', () =>
  writeFileSync(process.env.LOADED_MODULES as string, [...loaded].join('\n')),
);
