import type { Answer } from '../domain/question.ts';

/** Answers of one moment per Canary; a new moment forgets those of the one before. */
export class Recent {
  readonly #byCanary = new Map<string, { readonly moment: string; readonly answers: Map<string, Answer> }>();

  async once(
    { uid, moment }: { readonly uid: string; readonly moment: string },
    id: string,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const answers = this.#answersOf(uid, moment);
    const known = answers.get(id);
    if (known !== undefined) return known;
    const answer = await ask();
    answers.set(id, answer);
    return answer;
  }

  forget(uid: string): void {
    this.#byCanary.delete(uid);
  }

  #answersOf(uid: string, moment: string): Map<string, Answer> {
    const known = this.#byCanary.get(uid);
    if (known?.moment === moment) return known.answers;
    const answers = new Map<string, Answer>();
    this.#byCanary.set(uid, { moment, answers });
    return answers;
  }
}
