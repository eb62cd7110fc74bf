import type { Behaviour, Behaviours } from '../behaviour.ts';
import { configMapBehaviour, secretBehaviour } from './config.ts';
import { customDefinitionBehaviour } from './custom-definition.ts';
import { makeServiceBehaviour } from './service.ts';
import {
  autoscalerBehaviour,
  eventBehaviour,
  leaseBehaviour,
  namespaceBehaviour,
  virtualServiceBehaviour,
} from './small.ts';
import { deploymentBehaviour, podBehaviour, workloadBehaviour } from './workloads.ts';

/** What each kind does of its own; made anew for each server, because addresses are given out. */
export const makeBehaviours = (): Behaviours =>
  new Map<string, Behaviour>([
    ['namespaces.', namespaceBehaviour],
    ['pods.', podBehaviour],
    ['services.', makeServiceBehaviour()],
    ['configmaps.', configMapBehaviour],
    ['secrets.', secretBehaviour],
    ['events.', eventBehaviour],
    ['leases.coordination.k8s.io', leaseBehaviour],
    ['deployments.apps', deploymentBehaviour],
    ['replicasets.apps', workloadBehaviour],
    ['daemonsets.apps', workloadBehaviour],
    ['horizontalpodautoscalers.autoscaling', autoscalerBehaviour],
    ['virtualservices.networking.istio.io', virtualServiceBehaviour],
    ['customresourcedefinitions.apiextensions.k8s.io', customDefinitionBehaviour],
  ]);
