/** Every path of the bench. To add one is to add its file, and its name here. */
import type { BenchPath } from './path';
import { divide } from './paths/divide';
import { growth } from './paths/growth';
import { imports } from './paths/import';
import { list } from './paths/list';
import { mixed } from './paths/mixed';
import { profile } from './paths/profile';
import { push } from './paths/push';
import { review } from './paths/review';

export const PATHS: readonly BenchPath[] = [profile, list, review, imports, push, growth, mixed, divide];
