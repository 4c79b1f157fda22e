import type { Command } from 'commander';
import { EXIT, say } from './exit.ts';

interface ConfigFlags {
  readonly config?: string;
}

/** Adds `satrap config check | schema | print`. */
export function addConfig(program: Command, done: (code: number) => void): void {
  const config = program.command('config').description('check and show the configuration');
  const withFile = (name: string, description: string) =>
    config
      .command(name)
      .description(description)
      .option(
        '-c, --config <file>',
        'configuration file (default: ./satrap.yaml where there is one)',
      );
  withFile('check', 'check satrap.yaml: every error with line and column').action(
    async (flags: ConfigFlags) => {
      await (await import('./setup.ts')).setUpConfig(flags.config, flags);
      say('the configuration is fine');
      done(EXIT.done);
    },
  );
  withFile('print', 'print the configuration in effect, secrets left out').action(
    async (flags: ConfigFlags) => {
      const { setUpConfig } = await import('./setup.ts');
      const { printConfig } = await import('../config/print.ts');
      process.stdout.write(printConfig(await setUpConfig(flags.config, flags)));
      done(EXIT.done);
    },
  );
  config
    .command('schema')
    .description('print the JSON Schema of satrap.yaml, for editors')
    .action(async () => {
      const { configJsonSchema } = await import('../config/schema.ts');
      process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
      done(EXIT.done);
    });
}
