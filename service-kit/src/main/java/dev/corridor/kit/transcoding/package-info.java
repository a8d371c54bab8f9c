/** Calls of gRPC methods as JSON over HTTP, by the paths of google.api.http. */
package dev.corridor.kit.transcoding;
