/** The `hub` program: reads the command line, runs one command, ends with an honest exit code. */
import { readInput } from './command';
import { COMMANDS, commandNamed } from './command-table';
import { told } from './failure';
import { unknown } from './nearest';
import { complain } from './screen';

/** As other programs end whose reader has gone (128 + SIGPIPE). */
const READER_GONE = 141;

/** `hub doctor | head`: when nobody reads any more, the program ends quietly; what has to be stopped in order is. */
function endWithoutReader(): void {
  let gone = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        throw error;
      }
      if (!gone) {
        gone = true;
        if (!process.emit('SIGPIPE')) {
          process.exit(READER_GONE);
        }
      }
    });
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const [first = 'help', ...rest] = argv;
  const name = first === '--help' || first === '-h' ? 'help' : first;
  const entry = commandNamed(name);
  if (entry === undefined) {
    const names = COMMANDS.map((one) => one.name);
    complain(unknown('命令', name, names), '用 hub help 查看全部命令');
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    return main(['help', name]);
  }
  try {
    const { command } = await entry.load();
    return (await command.run(readInput(command, rest))) ?? 0;
  } catch (error) {
    const known = told(error, name);
    if (known === null) {
      throw error;
    }
    complain(known.problem, known.advice);
    return known.code;
  }
}

endWithoutReader();
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
