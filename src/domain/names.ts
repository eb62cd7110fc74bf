/** DNS-1123 label: what a Deployment, ConfigMap or Canary may be called, one segment. */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** DNS-1035 label: what a Service may be called. */
const SERVICE_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const LONGEST_LABEL = 63;

export const isServiceName = (text: string): boolean =>
  text.length <= LONGEST_LABEL && SERVICE_LABEL.test(text);

/** DNS-1123 subdomain. */
export const isObjectName = (text: string): boolean =>
  text.length <= 253 && text.split('.').every((part) => part.length <= LONGEST_LABEL && LABEL.test(part));

/** A host name, optionally with a leading `*.`, or `*` alone. */
export const isHost = (text: string): boolean =>
  text === '*' || isObjectName((text.startsWith('*.') ? text.slice(2) : text).toLowerCase());

/** A whole URL that HTTP can be sent to. */
export const isWebAddress = (text: string): boolean =>
  /^https?:\/\/[^\s/?#]+\S*$/i.test(text) && URL.parse(text) !== null;

/** What is wrong with an address that must hold no secret, without showing it; undefined when nothing is. */
export const addressProblem = (url: string): string | undefined => {
  if (!isWebAddress(url)) return 'must be an http:// or https:// URL';
  return /^https?:\/\/[^/?#]*@/i.test(url) ? 'must not contain a user name or password' : undefined;
};

export const primaryName = (name: string): string => `${name}-primary`;
export const canaryName = (name: string): string => `${name}-canary`;

/** How a Canary, or any object, is named in logs, Events and keys: `name.namespace` is Flagger's form. */
export const dotted = (name: string, namespace: string): string => `${name}.${namespace}`;
