import { readTypes } from '../notation.ts';

/** The pod template, with the defaults of k8s.io/kubernetes/pkg/apis/core/v1/defaults.go. */
export const podTypes = readTypes(`
LabelExpression
  key string required
  operator string required enum=In|NotIn|Exists|DoesNotExist
  values []string
LabelSelector
  matchLabels map[string]
  matchExpressions []LabelExpression
TemplateMetadata
  name string
  namespace string
  generateName string
  labels map[string]
  annotations map[string]
  finalizers []string
  creationTimestamp time
LocalReference
  name string default=""
KeySelector
  name string default=""
  key string required
  optional bool
FieldSelector
  apiVersion string default="v1"
  fieldPath string required
ResourceFieldSelector
  containerName string
  resource string required
  divisor quantity default="0"
EnvSource
  fieldRef FieldSelector
  resourceFieldRef ResourceFieldSelector
  configMapKeyRef KeySelector
  secretKeyRef KeySelector
  fileKeyRef any
Env
  name string required
  value string
  valueFrom EnvSource
EnvFromReference
  name string default=""
  optional bool
EnvFrom
  prefix string
  configMapRef EnvFromReference
  secretRef EnvFromReference
Port
  name string
  hostPort int
  containerPort int required
  protocol string default="TCP" enum=TCP|UDP|SCTP
  hostIP string
Claim
  name string required
  request string
Resources
  limits map[quantity]
  requests map[quantity]
  claims []Claim key=name
Mount
  name string required
  readOnly bool
  recursiveReadOnly string
  mountPath string required
  subPath string
  mountPropagation string
  subPathExpr string
Device
  name string required
  devicePath string required
Header
  name string required
  value string required
HttpGet
  path string default="/"
  port intstr required
  host string
  scheme string default="HTTP"
  httpHeaders []Header
TcpSocket
  port intstr required
  host string
Grpc
  port int required
  service string default=""
Exec
  command []string
Sleep
  seconds int required
Probe
  exec Exec
  httpGet HttpGet
  tcpSocket TcpSocket
  grpc Grpc
  initialDelaySeconds int
  timeoutSeconds int default=1
  periodSeconds int default=10
  successThreshold int default=1
  failureThreshold int default=3
  terminationGracePeriodSeconds int
LifecycleHandler
  exec Exec
  httpGet HttpGet
  tcpSocket TcpSocket
  sleep Sleep
Lifecycle
  postStart LifecycleHandler
  preStop LifecycleHandler
  stopSignal string
ResizePolicy
  resourceName string required
  restartPolicy string required
Container
  name string required
  image string
  command []string
  args []string
  workingDir string
  ports []Port key=containerPort,protocol
  envFrom []EnvFrom
  env []Env key=name
  resources Resources default={}
  resizePolicy []ResizePolicy
  restartPolicy string
  restartPolicyRules any
  volumeMounts []Mount key=mountPath
  volumeDevices []Device key=devicePath
  livenessProbe Probe
  readinessProbe Probe
  startupProbe Probe
  lifecycle Lifecycle
  terminationMessagePath string default="/dev/termination-log"
  terminationMessagePolicy string default="File"
  imagePullPolicy string enum=Always|IfNotPresent|Never
  securityContext any
  stdin bool
  stdinOnce bool
  tty bool
Item
  key string required
  path string required
  mode int
ConfigMapVolume
  name string default=""
  items []Item
  defaultMode int default=420
  optional bool
SecretVolume
  secretName string
  items []Item
  defaultMode int default=420
  optional bool
DownwardVolume
  items any
  defaultMode int default=420
ProjectedVolume
  sources any
  defaultMode int default=420
EmptyDir
  medium string
  sizeLimit quantity
HostPath
  path string required
  type string default=""
ClaimVolume
  claimName string required
  readOnly bool
Volume
  name string required
  configMap ConfigMapVolume
  secret SecretVolume
  emptyDir EmptyDir
  hostPath HostPath
  persistentVolumeClaim ClaimVolume
  downwardAPI DownwardVolume
  projected ProjectedVolume
  csi any
  ephemeral any
  nfs any
  image any
  fc any
  iscsi any
  cephfs any
  rbd any
  gcePersistentDisk any
  awsElasticBlockStore any
  azureDisk any
  azureFile any
  portworxVolume any
  vsphereVolume any
  glusterfs any
  flexVolume any
  gitRepo any
Toleration
  key string
  operator string
  value string
  effect string
  tolerationSeconds int
HostAlias
  ip string required
  hostnames []string
Gate
  conditionType string required
SchedulingGate
  name string required
Os
  name string required
PodSpec
  volumes []Volume key=name
  initContainers []Container key=name
  containers []Container required key=name
  ephemeralContainers any
  restartPolicy string default="Always" enum=Always|OnFailure|Never
  terminationGracePeriodSeconds int default=30
  activeDeadlineSeconds int
  dnsPolicy string default="ClusterFirst" enum=ClusterFirst|ClusterFirstWithHostNet|Default|None
  dnsConfig any
  nodeSelector map[string] keep
  serviceAccountName string
  serviceAccount string
  automountServiceAccountToken bool
  nodeName string
  hostNetwork bool
  hostPID bool
  hostIPC bool
  hostUsers bool
  shareProcessNamespace bool
  securityContext any default={}
  imagePullSecrets []LocalReference key=name
  hostname string
  hostnameOverride string
  subdomain string
  affinity any
  schedulerName string default="default-scheduler"
  tolerations []Toleration
  hostAliases []HostAlias key=ip
  priorityClassName string
  priority int
  preemptionPolicy string
  readinessGates []Gate
  runtimeClassName string
  enableServiceLinks bool
  overhead map[quantity]
  topologySpreadConstraints any
  setHostnameAsFQDN bool
  os Os
  schedulingGates []SchedulingGate key=name
  resourceClaims any
  resources Resources
  workloadRef any
PodTemplate
  metadata TemplateMetadata
  spec PodSpec
`);
