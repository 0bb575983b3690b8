/** The `hub` program: reads the command line, runs one command, ends with an honest exit code. */
import { HubError } from '../src/kernel/errors';
import { readInput, UsageError } from './command';
import { commandNamed, nearestCommand } from './command-table';
import { complain } from './screen';

async function main(argv: readonly string[]): Promise<number> {
  const [first = 'help', ...rest] = argv;
  const name = first === '--help' || first === '-h' ? 'help' : first;
  const entry = commandNamed(name);
  if (entry === undefined) {
    const nearest = nearestCommand(name);
    complain(
      `没有 ${name} 这个命令${nearest === null ? '' : `；是不是 ${nearest}？`}`,
      '用 hub help 查看全部命令',
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    return main(['help', name]);
  }
  try {
    const { command } = await entry.load();
    return (await command.run(readInput(command, rest))) ?? 0;
  } catch (error) {
    if (error instanceof UsageError) {
      complain(error.message, `用 hub help ${name} 查看用法`);
      return 2;
    }
    if (error instanceof HubError) {
      complain(error.message, error.hint);
      return error.code === 'CONFIGURATION_INVALID' ? 2 : 1;
    }
    throw error;
  }
}

main(process.argv.slice(2)).then(
  // Set, not called: what is still being written to the screen goes out first.
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
