/** The configuration: `satrap.yaml`, flags and environment in; one checked `Config` out. */
export { type ConfigSources, type LoadedConfig, loadConfig } from './load.ts';
export { printConfig } from './print.ts';
export { type Config, configJsonSchema } from './schema.ts';
export { CONFIG_VARIABLE, SETTINGS, type Setting } from './settings.ts';
