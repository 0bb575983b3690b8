/** `hub help [命令]` */
import { type Command, usageOf } from '../command';
import { COMMANDS, commandNamed } from '../command-table';
import { complain, say, table } from '../screen';

async function explain(name: string): Promise<number> {
  const entry = commandNamed(name);
  if (entry === undefined) {
    complain(`没有 ${name} 这个命令`, '用 hub help 查看全部命令');
    return 2;
  }
  const { command: explained } = await entry.load();
  say(entry.about);
  say(`用法：${usageOf(name, explained)}`);
  const options = Object.entries(explained.options ?? {});
  for (const line of table(
    options.map(([option, { value, about }]) => [
      `  --${option}${value === undefined ? '' : ` <${value}>`}`,
      about,
    ]),
  )) {
    say(line);
  }
  return 0;
}

export const command: Command = {
  arguments: ['[命令]'],
  async run(input) {
    const [name] = input.arguments;
    if (name !== undefined) {
      return explain(name);
    }
    say('tripartite-hub · 协调劳动关系三方数据枢纽');
    say('用法：hub <命令> [选项]');
    for (const line of table(COMMANDS.map((entry) => [`  ${entry.name}`, entry.about]))) {
      say(line);
    }
    say('环境变量见 README；hub doctor 检查配置和运行情况。');
    return 0;
  },
};
