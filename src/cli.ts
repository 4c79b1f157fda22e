import { EXIT } from './cli/exit.ts';
import { main } from './cli/main.ts';

// Whoever reads standard output may leave (`satrap … | head`); what that means is a command's own business.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exitCode = EXIT.sink;
});
// There is nobody left to tell.
process.stderr.on('error', () => {});

const code = await main(process.argv.slice(2));
process.exitCode ??= code;
