/** The schema as text, and what its change would break. */
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';

const HEAD = `# 由代码生成：node bin/build.cjs && node .build/schema/emit.js
# Emitted from the code; sorted; do not edit.

`;

export const printed = (schema: GraphQLSchema): string =>
  `${HEAD}${printSchema(lexicographicSortSchema(schema))}\n`;

/** Breaking changes since the release that no line of breaking.md names. */
export function unnamedBreakings(released: string, schema: GraphQLSchema, named: string): string[] {
  return findBreakingChanges(buildSchema(released), schema)
    .map(({ description }) => description)
    .filter((description) => !named.split('\n').some((line) => line.includes(description)));
}
