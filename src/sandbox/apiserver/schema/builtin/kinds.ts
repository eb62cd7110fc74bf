import { readTypes, typeNamed } from '../notation.ts';
import type { Schema } from '../schema.ts';
import { podTypes } from './pod.ts';

const types = readTypes(
  `
Condition
  type string required
  status string required
  observedGeneration int
  lastProbeTime time
  lastUpdateTime time
  lastTransitionTime time
  lastHeartbeatTime time
  reason string
  message string
NamespaceSpec
  finalizers []string
NamespaceStatus
  phase string
  conditions []Condition key=type
Namespace
  spec NamespaceSpec
  status NamespaceStatus
PodStatus
  phase string
  conditions []Condition key=type
  message string
  reason string
  nominatedNodeName string
  hostIP string
  hostIPs any
  podIP string
  podIPs any
  startTime time
  initContainerStatuses any
  containerStatuses any
  ephemeralContainerStatuses any
  qosClass string
  resize string
  observedGeneration int
Pod
  spec PodSpec required
  status PodStatus
ServicePort
  name string
  protocol string default="TCP" enum=SCTP|TCP|UDP
  appProtocol string
  port int required
  targetPort intstr
  nodePort int
ServiceSpec
  ports []ServicePort key=port,protocol
  selector map[string] keep
  clusterIP string
  clusterIPs []string
  type string default="ClusterIP" enum=ClusterIP|ExternalName|LoadBalancer|NodePort
  externalIPs []string
  sessionAffinity string default="None" enum=ClientIP|None
  sessionAffinityConfig any
  loadBalancerIP string
  loadBalancerSourceRanges []string
  loadBalancerClass string
  allocateLoadBalancerNodePorts bool
  externalName string
  externalTrafficPolicy string
  healthCheckNodePort int
  publishNotReadyAddresses bool
  ipFamilies []string
  ipFamilyPolicy string
  internalTrafficPolicy string
  trafficDistribution string
ServiceStatus
  loadBalancer any
  conditions []Condition key=type
Service
  spec ServiceSpec default={}
  status ServiceStatus default={"loadBalancer":{}}
Endpoints
  subsets any
ConfigMap
  data map[string]
  binaryData map[bytes]
  immutable bool
Secret
  data map[bytes]
  stringData map[string]
  type string default="Opaque"
  immutable bool
Reference
  kind string
  namespace string
  name string
  uid string
  apiVersion string
  resourceVersion string
  fieldPath string
EventSource
  component string
  host string
EventSeries
  count int
  lastObservedTime time
Event
  involvedObject Reference required
  reason string
  message string
  source EventSource default={}
  firstTimestamp time
  lastTimestamp time
  count int
  type string
  eventTime time
  series EventSeries
  action string
  related Reference
  reportingComponent string default=""
  reportingInstance string default=""
ServiceAccount
  secrets any
  imagePullSecrets any
  automountServiceAccountToken bool
RollingUpdate
  maxUnavailable intstr default="25%"
  maxSurge intstr default="25%"
DeploymentStrategy
  type string default="RollingUpdate" 
  rollingUpdate RollingUpdate
DeploymentSpec
  replicas int default=1
  selector LabelSelector required keep
  template PodTemplate required
  strategy DeploymentStrategy default={}
  minReadySeconds int
  revisionHistoryLimit int default=10
  paused bool
  progressDeadlineSeconds int default=600
DeploymentStatus
  observedGeneration int
  replicas int
  updatedReplicas int
  readyReplicas int
  availableReplicas int
  unavailableReplicas int
  terminatingReplicas int
  collisionCount int
  conditions []Condition key=type
Deployment
  spec DeploymentSpec required
  status DeploymentStatus default={}
ReplicaSetSpec
  replicas int default=1
  minReadySeconds int
  selector LabelSelector required keep
  template PodTemplate
ReplicaSetStatus
  replicas int default=0
  fullyLabeledReplicas int
  readyReplicas int
  availableReplicas int
  terminatingReplicas int
  observedGeneration int
  conditions []Condition key=type
ReplicaSet
  spec ReplicaSetSpec required
  status ReplicaSetStatus default={}
DaemonSetRollingUpdate
  maxUnavailable intstr default=1
  maxSurge intstr default=0
DaemonSetStrategy
  type string default="RollingUpdate" enum=OnDelete|RollingUpdate
  rollingUpdate DaemonSetRollingUpdate
DaemonSetSpec
  selector LabelSelector required keep
  template PodTemplate required
  updateStrategy DaemonSetStrategy default={}
  minReadySeconds int
  revisionHistoryLimit int default=10
DaemonSet
  spec DaemonSetSpec required
  status any
EndpointConditions
  ready bool
  serving bool
  terminating bool
Endpoint
  addresses []string required
  conditions EndpointConditions default={}
  hostname string
  targetRef Reference
  deprecatedTopology map[string]
  nodeName string
  zone string
  hints any
EndpointPort
  name string default=""
  protocol string default="TCP"
  port int
  appProtocol string
EndpointSlice
  addressType string required enum=FQDN|IPv4|IPv6
  endpoints []Endpoint
  ports []EndpointPort
TargetReference
  kind string required
  name string required
  apiVersion string
HpaSpec
  scaleTargetRef TargetReference required
  minReplicas int default=1
  maxReplicas int required
  metrics any
  behavior any
Hpa
  spec HpaSpec required
  status any
LeaseSpec
  holderIdentity string
  leaseDurationSeconds int
  acquireTime microtime
  renewTime microtime
  leaseTransitions int
  strategy string
  preferredHolder string
Lease
  spec LeaseSpec
PdbSpec
  minAvailable intstr
  maxUnavailable intstr
  selector LabelSelector
  unhealthyPodEvictionPolicy string
Pdb
  spec PdbSpec
  status any
PolicyRule
  verbs []string required
  apiGroups []string
  resources []string
  resourceNames []string
  nonResourceURLs []string
Role
  rules []PolicyRule
ClusterRole
  rules []PolicyRule
  aggregationRule any
Subject
  kind string required
  apiGroup string
  name string required
  namespace string
RoleRef
  apiGroup string
  kind string required
  name string required
RoleBinding
  subjects []Subject
  roleRef RoleRef required
`,
  podTypes,
);

/** The schema of a built-in kind by its type name above. */
export const builtinSchema = (name: string): Schema => typeNamed(types, name);
