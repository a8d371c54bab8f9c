/** The export: API projects and throttling policies of WSO2 API Manager, out of the list of APIs and the services' contracts. */
package dev.corridor.wso2.export;
