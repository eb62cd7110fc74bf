/** An address as logs may show it: without credentials, query and a slash at the end. */
export const shownAddress = (address: string): string => {
  const url = URL.parse(address);
  return url === null ? '' : `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
};
