// Environment → the settle function's configuration: what all functions are told, and nothing else.

import { type DeploymentConfig, parseDeployment } from '../shared/deployment.ts';

/** The configuration of this process. */
export function readConfig(): DeploymentConfig {
  return parseDeployment(process.env);
}
