#!/bin/sh
# Creates a certificate for WSO2 API Manager's host names in compose.yaml, and the file of certificates that services trust.
# Runs in WSO2's image, once for each deployment:
#   /config  is WSO2's wso2-config-volume, which its entrypoint copies over the server's files
#   /trust   gets wso2am.pem, for the services' TRUSTED_CERTIFICATES
set -eu

keytool="${JAVA_HOME:-/opt/java/openjdk}/bin/keytool"
stock=/home/wso2carbon/wso2am-4.5.0/repository/resources/security
security=/config/repository/resources/security
mkdir -p "$security" /config/repository/conf

cp /wso2/deployment.toml /config/repository/conf/deployment.toml
if [ ! -f "$security/corridor.jks" ]; then
  "$keytool" -genkeypair -alias corridor -keyalg RSA -keysize 2048 -validity 365 \
    -dname "CN=wso2am,O=Corridor" -ext "SAN=dns:wso2am,dns:localhost,ip:127.0.0.1" \
    -storetype JKS -keystore "$security/corridor.jks" \
    -storepass "$WSO2_KEYSTORE_PASSWORD" -keypass "$WSO2_KEYSTORE_PASSWORD"
  "$keytool" -exportcert -rfc -alias corridor -file /trust/wso2am.pem \
    -keystore "$security/corridor.jks" -storepass "$WSO2_KEYSTORE_PASSWORD"
  # WSO2 calls itself over TLS and must trust its own certificate.
  cp "$stock/client-truststore.jks" "$security/client-truststore.jks"
  "$keytool" -importcert -noprompt -alias corridor -file /trust/wso2am.pem \
    -keystore "$security/client-truststore.jks" -storepass wso2carbon
fi
chmod -R a+rX /config /trust
