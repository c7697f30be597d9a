export interface Problem {
  readonly problem: string;
  readonly remedy: string | undefined;
}

/** Somebody has written a token as an argument; it need not be shown once more. */
const TOKEN = /\brt_[\w-]+/g;
const BAD_OPTION = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '(.*)' is invalid\. (.+)$/s;
const BAD_ARGUMENT = /^command-argument value '(.*)' is invalid for argument '(.+)'\. (.+)$/s;
const SUGGESTION = /^(.*)\n\((Did you mean .+\?)\)$/s;

/** What commander says about a command line, in this program's words. */
export function tidyProblem(message: string): Problem {
  const text = message.replace(/^error: /, '').replace(TOKEN, 'rt_…');
  const [, flag, given, allowed] = BAD_OPTION.exec(text) ?? [];
  if (flag !== undefined) return { problem: `${flag} "${given}"`, remedy: allowed };
  const [, value, argument, form] = BAD_ARGUMENT.exec(text) ?? [];
  if (value !== undefined) return { problem: `${argument} "${value}"`, remedy: form };
  const [, problem = text, remedy] = SUGGESTION.exec(text) ?? [];
  return { problem, remedy };
}
