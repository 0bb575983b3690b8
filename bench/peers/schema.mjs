/** The part of the hub’s schema that the measured documents use: one file for what units are, one for each body. */
import { readFileSync } from 'node:fs';

export const BODIES = ['hrss', 'union', 'confederation', 'federation', 'court'];

/** The SDL of these parts; by default of all of them. */
export const typeDefs = (parts = ['units', ...BODIES]) =>
  [
    'scalar Date',
    ...parts.map((part) => readFileSync(new URL(`schema/${part}.graphql`, import.meta.url), 'utf8')),
  ].join('\n');
