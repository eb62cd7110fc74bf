// Node's own type stripping is the whole transform: positions stay, so no source maps are needed.
import { stripTypeScriptTypes } from 'node:module';

export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
