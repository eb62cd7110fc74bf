import { readAsset } from './assets.ts';

export const version = (): string => (JSON.parse(readAsset('package.json')) as { version: string }).version;
