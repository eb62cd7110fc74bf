import type { Action } from '../decide/converge.ts';
import type { Refused } from '../domain/snapshot.ts';
import { isOperatorError } from '../errors.ts';
import type { ActOptions, AnyScene, Context, Scene } from './context.ts';
import { copyConfig } from './copy-config.ts';
import { returnRoutes, returnService, setFinalizer } from './hand-over.ts';
import { scaleTarget } from './scale-target.ts';
import { Unready } from './unready.ts';
import { writeRoutes, writeRule, writeService } from './write-network.ts';
import { pauseAutoscaler, writeAutoscaler } from './write-autoscaler.ts';
import { writePrimary } from './write-primary.ts';

const REFUSED_RETRY_MS = 30_000;
const UNREADY_RETRY_MS = 2_000;

/**
 * Carries out one action. Undefined when it is done; otherwise why it was not, as a value: the next decision
 * holds with it. Errors that call for another try as a whole (409, server away) are thrown.
 */
export const makeAct =
  (options: ActOptions) =>
  async (scene: AnyScene, action: Action, signal: AbortSignal): Promise<Refused | undefined> => {
    try {
      if (action.kind === 'setFinalizer') await setFinalizer({ ...options, ...scene, signal }, action.isOn);
      else if (isPlanned(scene)) await perform({ ...options, ...scene, signal }, action);
      return undefined;
    } catch (thrown) {
      return asRefused(thrown, action, options.clock.now());
    }
  };

const isPlanned = (scene: AnyScene): scene is Scene => 'target' in scene.plan;

const asRefused = (thrown: unknown, action: Action, now: number): Refused => {
  if (thrown instanceof Unready) {
    return {
      reason: thrown.reason,
      what: describe(action),
      message: thrown.message,
      retryAt: now + UNREADY_RETRY_MS,
    };
  }
  if (isOperatorError(thrown, 'REJECTED', 'FORBIDDEN')) {
    return {
      reason: 'RouteRefused',
      what: `${describe(action)} was refused`,
      message: thrown.message,
      retryAt: now + REFUSED_RETRY_MS,
    };
  }
  throw thrown;
};

type PlannedAction = Exclude<Action, { readonly kind: 'setFinalizer' }>;

const perform = (context: Context, action: PlannedAction): Promise<void> => {
  switch (action.kind) {
    case 'copyConfig':
      return copyConfig(context, action.config, action.checksum);
    case 'writePrimary':
      return writePrimary(context);
    case 'writeService':
      return writeService(context, action.role);
    case 'writeRule':
      return writeRule(context, action.side);
    case 'writeRoutes':
      return writeRoutes(context, action.traffic, action.seq);
    case 'writeAutoscaler':
      return writeAutoscaler(context, action.floor);
    case 'pauseAutoscaler':
      return pauseAutoscaler(context, action.pause);
    case 'scaleTarget':
      return scaleTarget(context, action.replicas);
    case 'returnService':
      return returnService(context);
    case 'returnRoutes':
      return returnRoutes(context);
  }
};

const describe = (action: Action): string => {
  switch (action.kind) {
    case 'copyConfig':
      return `copying ${action.config.key}`;
    case 'writePrimary':
      return 'writing the primary';
    case 'writeService':
      return `writing the ${action.role} Service`;
    case 'writeRule':
      return `writing the ${action.side} DestinationRule`;
    case 'writeRoutes':
      return `routing ${action.traffic.canary}% to the canary`;
    case 'writeAutoscaler':
      return "writing the primary's autoscaler";
    case 'pauseAutoscaler':
      return `${action.pause ? 'pausing' : 'resuming'} the target's autoscaler`;
    case 'scaleTarget':
      return `scaling the target to ${action.replicas}`;
    case 'returnService':
      return 'giving the Service back';
    case 'returnRoutes':
      return 'giving the routes back';
    case 'setFinalizer':
      return `${action.isOn ? 'setting' : 'removing'} the finalizer`;
  }
};
