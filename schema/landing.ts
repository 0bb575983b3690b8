/** The landing page: served by ourselves, so that it works without the internet. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

let page: string | null = null;

export function landingPage(): string {
  page ??= readFileSync(join(__dirname, 'landing.html'), 'utf8');
  return page;
}
