/**
 * Bootstrap of WSO2 API Manager: publishes the generated API projects and creates the clients, users and applications that
 * Corridor needs. It runs once and can be repeated: it compares first and changes only what differs.
 */
package dev.corridor.wso2.bootstrap;
