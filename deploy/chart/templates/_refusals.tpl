{{/* Flagger's values that ask for what is not served: told all at once, never ignored. */}}
{{- define "serinette.refusals" -}}
{{- $v := .Values -}}
{{- $refused := list -}}
{{- if regexMatch "(^|/)flagger$" .Values.image.repository -}}
{{- $refused = append $refused (printf "image.repository: %s is Flagger's program; leave image.repository and image.tag out, or name Serinette's" .Values.image.repository) -}}
{{- end -}}
{{- if and (gt (include "serinette.replicas" . | int) 1) (not (include "serinette.elects" .)) -}}
{{- $refused = append $refused "leaderElection.enabled: without election several replicas would do all work several times; leave it out, or set leaderElection.replicaCount to 1" -}}
{{- end -}}
{{- range list "app.kubernetes.io/name" "app.kubernetes.io/instance" -}}
{{- if hasKey (default dict $v.podLabels) . -}}
{{- $refused = append $refused (printf "podLabels %s: is part of the Deployment's selector; leave it out" .) -}}
{{- end -}}
{{- end -}}
{{- if ($v.prometheus).install -}}
{{- $refused = append $refused "prometheus.install: this chart brings no Prometheus; install one and set metricsServer" -}}
{{- end -}}
{{- if (($v.controlplane).kubeconfig).secretName -}}
{{- $refused = append $refused "controlplane.kubeconfig: Istio's objects in another cluster are not served; leave secretName empty" -}}
{{- end -}}
{{- if ($v.linkerdAuthPolicy).create -}}
{{- $refused = append $refused "linkerdAuthPolicy: Linkerd is not served; set create to false" -}}
{{- end -}}
{{- if $v.rbac.pspEnabled -}}
{{- $refused = append $refused "rbac.pspEnabled: Kubernetes has no PodSecurityPolicy since 1.25; set it to false, the pod passes Pod Security restricted" -}}
{{- end -}}
{{- if $refused -}}
{{- fail (printf "values that Serinette does not serve:\n  - %s" (join "\n  - " $refused)) -}}
{{- end -}}
{{- end -}}
