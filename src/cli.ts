import { main } from './cli/main.ts';

// Whoever reads standard output may leave (`satrap … | head`); what that means is a command's own business.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2));
