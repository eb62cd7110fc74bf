import { type Document, parseAllDocuments } from 'yaml';
import { isObject, type Json, listAt, textAt } from '../../domain/json.ts';
import type { Source } from './sources.ts';

const GROUP = 'flagger.app/';

/** An object, or why a document is none. */
export type Read = { readonly object: Json } | { readonly problem: string };

/** The objects of a source; of what was found in a directory, those that are ours. */
export const documentsIn = ({ text, isFound }: Source): readonly Read[] => {
  const isOurs = (mentioned: string): boolean => !isFound || mentioned.includes(GROUP);
  return parseAllDocuments(text).flatMap((document): readonly Read[] => {
    const read = contentOf(document);
    if ('problem' in read) return isOurs(text) ? [read] : [];
    return objectsIn(read.content)
      .filter((object) => isOurs(textAt(object, 'apiVersion')))
      .map((object) => ({ object }));
  });
};

const contentOf = (document: Document.Parsed): { content: unknown } | { problem: string } => {
  const [error] = document.errors;
  if (error !== undefined) return { problem: firstLine(error.message) };
  try {
    return { content: document.toJS() };
  } catch (thrown) {
    return { problem: firstLine((thrown as Error).message) }; // such as an alias without its anchor
  }
};

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/:$/, '');

/** A List, as kubectl prints several objects, is its items. */
const objectsIn = (content: unknown): readonly Json[] => {
  if (!isObject(content)) return [];
  const items = listAt(content, 'items');
  return textAt(content, 'kind').endsWith('List') && items.length > 0 ? items.filter(isObject) : [content];
};
