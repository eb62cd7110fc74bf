import type { HttpAnswer } from '../../net/port.ts';
import type { Message } from './message.ts';
import type { Receiver } from './receiver.ts';

/** What a message becomes for one kind of receiver, and what its answer means. */
export interface Form {
  readonly request: (
    message: Message,
    receiver: Receiver,
  ) => { readonly url: string; readonly body: object; readonly headers?: Readonly<Record<string, string>> };
  /** Of an answer with status 2xx: undefined when it was accepted, else why not. Nothing else of a body is shown. */
  readonly objection?: (answer: HttpAnswer) => Objection | undefined;
}

export interface Objection {
  readonly why: string;
  /** It may go better later. */
  readonly isTransient: boolean;
}
