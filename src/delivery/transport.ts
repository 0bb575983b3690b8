/** What sending needs of the network: one POST, and an honest account of how it ended. */

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Ends the request at once; what was sent by then is unknown. */
  readonly signal: AbortSignal;
}

export type PostResult =
  | {
      readonly kind: 'ANSWERED';
      readonly status: number;
      readonly retryAfter: string | null;
      /** At most the first 16 KiB. */
      readonly text: string;
    }
  /** Nothing of the request can have reached the recipient. */
  | { readonly kind: 'NOT_SENT'; readonly error: string }
  /** It left, or may have left, and no whole answer came: the recipient may hold the event. */
  | { readonly kind: 'NO_ANSWER'; readonly error: string };

export interface Transport {
  /** Never rejects. */
  post(request: Post): Promise<PostResult>;
  close(): Promise<void>;
}
