#!/bin/sh
# Creates WSO2 API Manager's keys, once for each deployment: a certificate for its host names in compose.yaml, the key that
# signs tokens, and the file of certificates that services trust. Runs in WSO2's image:
#   /config  is WSO2's wso2-config-volume, which its entrypoint copies over the server's files
#   /trust   gets wso2am.pem, for the services' TRUSTED_CERTIFICATES
set -eu

keytool="${JAVA_HOME:-/opt/java/openjdk}/bin/keytool"
stock=/home/wso2carbon/wso2am-4.5.0/repository/resources/security
security=/config/repository/resources/security
mkdir -p "$security" /config/repository/conf

# generate ALIAS OPTION...: creates a key pair in a keystore of its own, ALIAS.jks
generate() {
  alias=$1
  shift
  "$keytool" -genkeypair -alias "$alias" -keyalg RSA -keysize 2048 -validity 365 "$@" \
    -storetype JKS -keystore "$security/$alias.jks" \
    -storepass "$WSO2_KEYSTORE_PASSWORD" -keypass "$WSO2_KEYSTORE_PASSWORD"
}

# certificate ALIAS FILE: writes the certificate of a key pair
certificate() {
  "$keytool" -exportcert -rfc -alias "$1" -file "$2" -keystore "$security/$1.jks" -storepass "$WSO2_KEYSTORE_PASSWORD"
}

# trust ALIAS FILE: adds a certificate to those that WSO2 trusts. The stock file's password is no secret: it contains
# certificates only.
trust() {
  "$keytool" -delete -alias "$1" -keystore "$security/client-truststore.jks" -storepass wso2carbon >/dev/null 2>&1 || true
  "$keytool" -importcert -noprompt -alias "$1" -file "$2" \
    -keystore "$security/client-truststore.jks" -storepass wso2carbon
}

cp /wso2/deployment.toml /config/repository/conf/deployment.toml
# A run that was interrupted starts again.
if [ ! -f /config/complete ]; then
  rm -f "$security/corridor.jks" "$security/signing.jks"
  cp "$stock/client-truststore.jks" "$security/client-truststore.jks"
  # WSO2 calls itself over TLS and must trust its own certificate.
  generate corridor -dname "CN=wso2am,O=Corridor" -ext "SAN=dns:wso2am,dns:localhost,ip:127.0.0.1"
  certificate corridor /trust/wso2am.pem
  trust corridor /trust/wso2am.pem
  # The gateway verifies tokens without a key id by the certificate with this alias.
  generate signing -dname "CN=Corridor tokens,O=Corridor"
  certificate signing "$security/signing.pem"
  trust gateway_certificate_alias "$security/signing.pem"
  touch /config/complete
fi
chmod -R a+rX /config /trust
