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
{{- if or ($v.slack).url ($v.slack).channel ($v.slack).proxy ($v.slack).proxyUrl -}}
{{- $refused = append $refused "slack: alerts are not served yet; leave slack.url, channel, proxy and proxyUrl empty" -}}
{{- end -}}
{{- if or ($v.msteams).url ($v.msteams).proxyUrl -}}
{{- $refused = append $refused "msteams: alerts are not served yet; leave msteams.url and proxyUrl empty" -}}
{{- end -}}
{{- if $v.eventWebhook -}}
{{- $refused = append $refused "eventWebhook: a global event webhook is not served yet; leave it empty" -}}
{{- end -}}
{{- range $v.env -}}
{{- if has .name (list "SLACK_URL" "SLACK_TOKEN" "SLACK_PROXY_URL" "MSTEAMS_URL" "MSTEAMS_PROXY_URL" "EVENT_WEBHOOK_URL") -}}
{{- $refused = append $refused (printf "env %s: alerts are not served yet; leave it out" .name) -}}
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
