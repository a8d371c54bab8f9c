/** The files that the export has written: API projects and throttling policies. */
package dev.corridor.wso2.bootstrap.project;
