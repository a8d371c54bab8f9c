/** Client of WSO2's REST APIs: requests with retries, tokens, uploads, and the comparison of documents. */
package dev.corridor.wso2.bootstrap.rest;
