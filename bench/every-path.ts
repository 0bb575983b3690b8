/** Every path of the bench. To add one is to add its file, and its name here. */
import type { BenchPath } from './path';
import { imports } from './paths/import';
import { list } from './paths/list';
import { profile } from './paths/profile';
import { push } from './paths/push';

export const PATHS: readonly BenchPath[] = [profile, list, imports, push];
