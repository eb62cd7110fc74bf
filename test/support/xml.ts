export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const TOKEN = /<\?xml [^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

/** Strict about what our own XML may hold: elements, attributes, text and five entities; all else throws. */
export const parseXml = (text: string): XmlElement => {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    if (token === null) throw new Error(`no XML at ${JSON.stringify(text.slice(from, from + 60))}`);
    take(token, open);
  }
  const [element, another] = root.children;
  if (open.length !== 1 || element === undefined || another !== undefined || root.text.trim() !== '')
    throw new Error('not one closed element');
  return element;
};

const take = ([, closed, opened, attributes = '', end, said]: RegExpExecArray, open: Open[]): void => {
  const parent = open.at(-1);
  if (parent === undefined) throw new Error('more is closed than was open');
  if (said !== undefined) parent.text += plain(said);
  if (closed !== undefined && open.pop()?.name !== closed)
    throw new Error(`</${closed}> closes something else`);
  if (opened === undefined) return;
  const element = { name: opened, attributes: attributesIn(attributes), children: [], text: '' };
  parent.children.push(element);
  if (end === '') open.push(element);
};

const attributesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  );

const plain = (text: string): string => {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) throw new Error('a control character');
  return text.replaceAll(/&([^;\s]*;?)/g, (whole, name: string) => {
    const known = ENTITIES[name.replace(/;$/, '')];
    if (known === undefined || !name.endsWith(';')) throw new Error(`no entity: ${whole}`);
    return known;
  });
};
