export { type Config, ConfigError, readConfig } from './config.js';
export { PortInUseError } from './node/listen.js';
export { type RunningServer, type StartOptions, startServer } from './node/start-server.js';
