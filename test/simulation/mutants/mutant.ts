/** A mistake that is known from other operators, made in ours: what a checker that deserves trust must find. */
export interface Mutant {
  /** The hazard that it is one form of, such as `H-07`, and a letter where there are several forms. */
  readonly id: string;
  /** What is wrong in the mutated operator, in a sentence. */
  readonly says: string;
  readonly edits: readonly Edit[];
}

/** One replacement in a source file. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs exactly once in the file, so that a change of the operator cannot disarm the mutant unnoticed. */
  readonly text: string;
  readonly instead: string;
}

export const hazardOf = ({ id }: Mutant): string => id.slice(0, 4);

/** The source with the edits made; throws where a text does not occur exactly once. */
export const mutated = (source: string, edits: readonly Edit[]): string =>
  edits.reduce((text, edit) => {
    const occurrences = text.split(edit.text).length - 1;
    if (occurrences !== 1)
      throw new Error(`${edit.file} has the text of a mutant ${occurrences} times: ${edit.text}`);
    return text.replace(edit.text, () => edit.instead);
  }, source);
