/**
 * The configuration: `satrap.yaml`, flags and environment in; one checked `Config` out. The schema itself
 * (`schema.ts`) and what prints it are loaded where they are needed.
 */
export { type ConfigSources, type LoadedConfig, loadConfig } from './load.ts';
export type { Config } from './schema.ts';
export { CONFIG_VARIABLE, SETTINGS, type Setting } from './settings.ts';
